"""What the steps of a run work on: the options that are left, the bound and the search over them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from narvaro.siting.bound.lagrangian import Dual
from narvaro.siting.form.problem import Floats
from narvaro.siting.form.rounding import SMALLEST
from narvaro.siting.form.solution import MirCut, Multipliers
from narvaro.siting.layout.layout import Model
from narvaro.siting.run.beginnings import Beginnings
from narvaro.siting.run.effort import EFFORT
from narvaro.siting.run.incumbent import Incumbent
from narvaro.siting.search.local import Search

__all__ = ["Workbench"]


class Workbench:
    """What is left of a problem, with its bound and a search, and the incumbent that they better.

    Parameters
    ----------
    inc
        The best plan and proof.
    search, dual
        Over the whole problem still.
    seed
        Of HiGHS and of perturbations.
    beginnings
        Plans by interchange from many beginnings, where the problem is like a p-median.

    Attributes
    ----------
    model
        The options that are left.
    mean
        How often the rounds of late picked each option, shape (K,).
    perturbed
        How often the best plan was perturbed.
    recombining_s
        Seconds that the longest recombination took: none is begun with less left.
    """

    def __init__(
        self,
        inc: Incumbent,
        search: Search,
        dual: Dual,
        seed: int = 0,
        beginnings: Beginnings | None = None,
    ) -> None:
        self.inc, self.search, self.dual, self.seed = inc, search, dual, seed
        self.beginnings = beginnings
        self.model = inc.full
        self.mean = np.zeros(len(inc.full.order))
        self.perturbed = 0
        self.recombining_s = 0.0

    @property
    def patient(self) -> bool:
        """Whether the run takes its time: it is large, or haste came to nothing.

        A patient run shortens its step later, and perturbs and recombines plans, which a hasty one does without. The
        bound holds the mode, since it decides with it when its step is shortened.
        """
        return self.dual.patient

    @staticmethod
    def rounds_of(model: Model) -> float:
        """Return what a round over a model counts: a whole one, but less where the model is small."""
        return float(np.clip(model.pairs / EFFORT.round_pairs, EFFORT.round_least, 1.0))

    def round(self, settle: bool) -> None:
        """Take one step of the bound; keep a running mean of the options that sites pick."""
        dual = self.dual
        dual.step(self.inc.value, settle)
        self.inc.clock.spend(self.rounds_of(self.model))
        if (dual.pick >= 0).all():  # not where the options of some site are all ruled out
            self.mean *= 1.0 - EFFORT.mean_weight
            self.mean[dual.pick] += EFFORT.mean_weight

    def prove(self) -> None:
        """Keep the best bound of the rounds if it is better than the proof at hand."""
        if self.dual.kept is not None:
            self.inc.prove(self.dual.best, self.dual.kept)

    def aim_at(self, aim: float) -> None:
        """Aim at another gap: with all options again, from the best multipliers so far."""
        inc, dual = self.inc, self.dual
        at = dual.now if dual.kept is None else dual.kept
        inc.aim_at(aim)
        self.model = inc.full
        dual.now = at
        dual.use(inc.full)
        self.search.use(inc.full)
        dual.length.theta = EFFORT.theta_again
        dual.evaluate()

    def tighten(self, cuts: tuple[MirCut, ...]) -> None:
        """Add rounded limits to the problem that is worked on, from the best multipliers so far."""
        inc, dual = self.inc, self.dual
        inc.tighten(cuts)
        self.model = replace(self.model, problem=inc.full.problem, choices=inc.full.choices)

        def wider(at: Multipliers) -> Multipliers:
            return replace(at, limit=np.append(at.limit, np.zeros(len(cuts))))

        dual.now = wider(dual.now if dual.kept is None else dual.kept)
        dual.kept = None if dual.kept is None else dual.now
        dual.use(self.model)
        self.search.use(self.model)
        dual.evaluate()

    def share(self) -> Floats:
        """Return how often the rounds of late picked each option, of its site's picks, shape (K,)."""
        site = self.model.choices.site
        return self.mean / np.maximum(np.bincount(site, self.mean), SMALLEST)[site]

    def fix(self, share: float) -> bool:
        """Rule out options whose reduced cost lifts the bound to the target, if they are enough to matter.

        Parameters
        ----------
        share
            Of the options that are left: fewer than that are not worth a smaller model.
        """
        inc, dual, model = self.inc, self.dual, self.model
        if not np.isfinite(inc.value) or not np.isfinite(dual.value):
            return False
        # a plan that reaches the target is no better than wanted: such options are of no interest
        level = inc.target()
        each = dual.value + dual.above()
        known = np.where(model.allowed, np.minimum(each, inc.level), -np.inf)
        # the same figures answer "why not there", also for options that stay
        np.maximum(inc.option_bound, known, out=inc.option_bound)
        out = np.flatnonzero((each >= level) & model.allowed)
        if len(out) == 0 or len(out) < share * model.allowed.sum():
            return False
        inc.rule_out(dual.at, out, level)
        before = int(model.can_open().sum())
        model = model.without(out)
        if int(model.can_open().sum()) < EFFORT.fewer_sites * before:
            model = model.shortened()
        self.model = model
        # the bound and the search must not pick what the proof no longer speaks of
        dual.use(model)
        self.search.use(model)
        return True
