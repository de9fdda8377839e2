"""How much effort a run spends on each of its steps, with the reason for each figure.

None of them touches what is true of a plan or a bound, only how soon and how near they are found. They were set by
runs of the instances in `benchmarks/`.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["EFFORT", "Effort"]


@dataclass(frozen=True)
class Effort:
    """Thresholds of the steps of a run."""

    # --- First plans -------------------------------------------------------------------------------------------------

    sketch_clients: int = 300
    """Clients of the sample that the first plan is drawn up for."""
    grace_s: float = 1.0
    """Seconds that a run without a plan may look for one beyond its time limit."""
    ceiling_pairs: int = 10
    """Times the pairs of the finish up to which HiGHS is asked for a plan under ceilings: any plan will do."""
    heavier: int = 12
    """Times that layers over their ceiling are made to weigh twice as much."""

    # --- Rounds of the bound -----------------------------------------------------------------------------------------

    mean_weight: float = 0.08
    """Weight of the last round in the running mean of picks: about the last dozen rounds speak."""
    few_limits: int = 2
    """Limits up to which each round settles them all."""
    round_pairs: int = 4_000_000
    """Pairs over the years from which a round counts as a whole one of those that a run may have."""
    round_least: float = 1.0 / 30.0
    """What a round counts at least: plans are made between rounds, however small the problem."""
    period: int = 15
    """Rounds between two plans made from the relaxation, about as many as the mean remembers."""
    tiny_pairs: int = 3_000
    """Pairs over the years up to which a problem goes to HiGHS soon."""
    tiny_rounds: int = 60
    """Rounds of such a problem before that."""
    fix_every: int = 5
    """Rounds between two looks at which options can be ruled out."""
    fix_from: int = 20
    """Rounds before the first look."""
    fix_share: float = 0.15
    """Options left that a fixing must rule out to be worth a smaller model."""
    fewer_sites: float = 0.8
    """Share of the sites that may still open from which the shorter lists are not worth making."""
    mir_times: int = 4
    """Times that limits are rounded for one run: after two or three nothing is found any more."""
    mir_most: int = 200
    """Rounded limits at most: each round of the bound looks at them all."""
    spent: float = 0.02
    """Step length from which more rounds prove nothing more."""
    spent_patience: float = 0.004
    """The same in a patient run."""
    settled_share: float = 0.95
    """Options that settling down must rule out to have changed something: less than this share is left."""
    theta_patience: float = 0.5
    """First step length where a hasty run came to nothing."""
    theta_again: float = 0.3
    """First step length where settling down changed something."""
    passes: int = 4
    """Times that the climb is taken up again after ruling options out."""
    theta_warm: float = 0.4
    """First step length from multipliers that were good for a like problem."""
    theta_near: float = 0.1
    """The same where they prove so small a gap at once."""
    near_gap: float = 2e-3
    """That gap, relative."""
    free_gap: float = 0.01
    """Relative gap of the problem without capacity, from which a large one with capacity begins."""
    highs_gap: float = 0.999
    """Share of the wanted gap that HiGHS is asked for: turned back into the given units it is then within it."""
    ladder: tuple[float, ...] = (1e-3, 5e-4, 2e-4, 5e-5, 1e-5)
    """Gaps that a larger run aims at, one after the other, before none at all: each rules out more than the next."""
    ladder_pairs: tuple[int, ...] = (50_000_000, 1_000_000)
    """Pairs over the years from which a run begins with the first, and with the second, of them; else with none."""
    idle_passes: int = 2
    """Times that a run which came to nothing goes on all the same, with longer steps and other perturbations."""
    finish_at_once: float = 0.06
    """Share of the usual size for a finish before the rounds of a new aim, and of the last aim at once: rounds, and
    limits that are rounded, make a larger one smaller."""
    finish_small: float = 0.02
    """Share of the usual size for a finish before a tree over sites is grown, where there are many limits."""
    finish_early: float = 0.03
    """The same for a finish before a gentle climb, which leaves a MIP far smaller."""
    nearer_aims: tuple[float, ...] = (0.25, 0.5, 0.75)
    """Shares of the open gap that the finish asks for where what is left for the aim is too large."""
    mip_look: int = 10
    """Times the pairs that the finish takes up to which its MIP is laid out, to see how large it is."""
    mip_entries: int = 500_000
    """Entries of its rows up to which HiGHS is given it all the same."""
    mip_in_time: int = 50_000
    """Entries up to which HiGHS keeps a time limit: in its interior point method, for larger ones, it sees no clock."""
    mip_entries_per_s: int = 8_000
    """Larger ones are given to it only with a second left for each so many entries."""
    mip_work: int = 1_500_000_000
    """Entries times nodes of HiGHS for one such question: minutes at the most."""
    mip_round: int = 600_000
    """Entries times nodes of HiGHS that take about as long as a round."""
    mip_root: int = 20
    """Nodes that its root counts as."""
    mip_fewest_nodes: int = 200
    """Nodes that it may have at least."""
    single_pairs: int = 2_000_000
    """Pairs over the years up to which threads cost more than they save."""

    # --- The first guess at national size ----------------------------------------------------------------------------

    guess_rounds: int = 300
    """Rounds of the blocks' problem at most."""
    guess_gap: float = 5e-4
    """Relative gap of the blocks' problem: closer is lost again when it is lifted."""
    guess_recombined: int = 3
    """Times that the plans of the blocks are recombined."""
    theta_guess: float = 1.0
    """First step length after it."""

    # --- The bound with capacity, where the linear relaxation is too large -------------------------------------------

    capacity_rounds: int = 150
    """Rounds at most: each fills every site's room anew."""
    theta_capacity: float = 0.5
    """First step length: the multipliers of the problem without capacity are a good beginning."""
    capacity_patience: int = 6
    """Rounds without a better bound after which its step is shortened."""
    capacity_shorter: float = 0.6
    """What it is then multiplied by."""
    capacity_spent: float = 0.01
    """Step length from which more rounds prove nothing more."""
    capacity_deflect: float = 0.7
    """Share of the last direction that the next one keeps."""
    capacity_limit_pace: float = 0.1
    """How readily limits move beside clients, as a share of the value."""
    capacity_mean_weight: float = 0.1
    """Weight of the last round in the running mean of picks, from which a plan is made."""
    capacity_above: float = 0.1
    """Where no plan is known, how far above the problem without capacity one is expected, as a share."""
    capacity_free_time: float = 0.25
    """Share of the time limit for the problem without capacity."""
    capacity_near_gap: float = 0.01
    """Relative gap at which HiGHS may stop at a plan from a choice of options: it proves nothing."""
    capacity_asked: int = 50
    """Times that HiGHS is asked for one bound."""

    # --- Prices on a capacity that layers share ----------------------------------------------------------------------

    shared_pairs: int = 20_000_000
    """Pairs of areas and sites that a problem with one may hold: each plan is assigned anew."""
    shared_rounds: int = 3_000
    """Rounds at most."""
    theta_shared: float = 1.0
    """First step length: the multipliers of the problem without the capacity are a good beginning."""
    shared_patience: int = 30
    """Rounds without a better bound after which the step is shortened."""
    shared_shorter: float = 0.7
    """What it is then multiplied by."""
    shared_spent: float = 0.005
    """Step length from which more rounds prove nothing more."""
    shared_deflect: float = 0.7
    """Share of the last direction that the next one keeps."""
    shared_limit_pace: float = 0.1
    """How readily limits move beside clients, as a share of the value."""
    shared_pace: float = 3.0
    """How readily prices move beside clients."""
    shared_free_gap: float = 1e-3
    """Relative gap of the problem without the capacity, from which the prices begin."""
    shared_gap: float = 3e-4
    """Relative gap of a problem with prices: its bound is mostly further from the best plan than that."""
    shared_plan_gap: float = 1e-3
    """The same where only a plan is wanted."""
    shared_asked: int = 5
    """Problems with prices at most."""

    # --- Plans made from the relaxation ------------------------------------------------------------------------------

    improvements: int = 4
    """Passes over the most promising chains for one plan."""
    moves: int = 2
    """Chains for each open site in one round of improvement."""
    looked_at: int = 1_500_000
    """Options looked at in one round of improvement, over the options that are left."""
    fewest_chains: int = 8
    """Chains of one improvement at least."""
    most_chains: int = 400
    """And at most."""
    polish_every: int = 4
    """Plans from the relaxation of a hasty run between two times that the best one is polished."""
    deep: int = 3
    """Changes of one chain at most where the best plan is polished; two where a plan is new."""
    worth_of_new: float = 1e-4
    """Share of the value that a pass over a new plan's chains must save to be followed by another."""
    worth_of_best: float = 1e-5
    """The same for the best plan, of which less is left to be saved."""
    guess_chains: int = 4
    """Times fewer chains where a guess is only made for a guess."""

    # --- Perturbing and recombining ----------------------------------------------------------------------------------

    recombine_every: int = 2
    """Periods between two recombinations of a patient run; one more each time that it came to nothing."""
    recombine_last: int = 4
    """Recombinations that may come to nothing before a patient run ends."""
    paths: int = 2
    """As many as the threads of a run, and the same number whatever the threads, so that the answer is too."""
    steps: int = 300
    """Perturbations of one path: paths then differ in a few dozen sites."""
    steps_at_once: int = 25
    """Perturbations between two looks at the clock."""
    core: int = 8
    """Serving options of the core for each open site."""
    window: float = 1e-5
    """How much dearer than the best, relative, a plan may be and still be gone on from."""
    recombine_columns: int = 6_000
    """Columns up to which HiGHS finds the best plan of some plans' options at once."""
    often: float = 0.15
    """Options that the rounds picked this often of late are recombined with the plans."""
    near_options: int = 30
    """Options that sites nearly pick, recombined with what they pick."""
    beginnings_pairs: float = 40.0
    """Pairs that interchange from many beginnings looks at in one go, times those of the problem."""
    beginnings_below: int = 50_000_000
    """Pairs from which there are none: one interchange takes too long there, and a guess by blocks comes near."""
    beginnings_most: int = 300_000_000
    """And at most: about two seconds."""
    beginnings_kept: int = 8
    """The best plans of all beginnings, which are recombined."""
    crossed_from: int = 4
    """As many must be kept before two of them are crossed: their sites together, closed down to as many as may be."""
    crossed: float = 0.5
    """Share of the beginnings that are then crossings."""
    from_best: float = 0.3
    """Share of that effort for the best plan, before new beginnings."""
    recombine_gap: float = 1e-7
    """Relative gap at which HiGHS may stop at a recombined plan: it holds rows no closer."""
    recombine_nodes: int = 30
    """Nodes of HiGHS for one recombination: a plan is wanted, not a proof."""

    # --- The tree over sites -----------------------------------------------------------------------------------------

    node_rounds: int = 30
    """Rounds of the bound at a node, from its parent's multipliers."""
    theta_node: float = 0.25
    """First step length at a node."""
    node_mean_weight: float = 0.15
    """Weight of the last round in a node's running mean of picks: its rounds are few."""
    agreed: float = 0.02
    """A site is settled when its rounds differ less than this."""
    tree_work: int = 3_000_000_000
    """Pairs looked at in a whole tree, about."""
    tree_fewest: int = 50
    """Nodes for which there must be room, else no tree is grown."""
    tree_pairs: int = 1_000_000
    """Pairs over the years from which none is grown where there are many limits: the few nodes come to nothing."""
    tree_most: int = 600
    """Nodes at most: the certificate keeps the multipliers of each."""
    tree_work_like_p_median: int = 20_000_000_000
    """The same where plans by interchange are mostly the best: then only the tree is between them and a proof."""
    tree_most_like_p_median: int = 2_000
    """And so many nodes at most."""
    tree_early: int = 150
    """Sites left up to which a problem like a p-median has its tree before the gentle climb: each node is quick."""
    node_plan_every: int = 6
    """Nodes between two plans."""
    node_chains: int = 4
    """Chains for such a plan at least, and times fewer than elsewhere: the bound is what a node is for."""

    # --- The tree over counts of option types ------------------------------------------------------------------------

    count_nodes: int = 200_000
    """Nodes at most."""
    count_pairs: int = 12_000_000
    """Pairs over the years above which one cut takes seconds."""
    count_rounds: int = 60
    """Rounds of the bound for one cut."""
    count_tries: int = 8
    """How often they go on where the cut stays below the target."""
    theta_count: float = 0.3
    """First step length of a cut."""
    count_haste: int = 8
    """Rounds without a better bound after which its step is shortened."""
    count_cuts: int = 400
    """Cuts at most: the master grows with them."""
    count_deeper: float = 0.7
    """A cut is climbed this share of the first gap above the value: deep cuts close more."""
    count_whole: float = 1e-5
    """Sums this near to a whole number are whole."""
    count_longer: float = 0.7
    """Sums of many types are split first: a sum's doubt counts for its length to this power."""
    count_promise: int = 40_000
    """Nodes after which the tree must have come a share of the way."""
    count_share_most: float = 0.3
    """The largest such share."""
    count_share: float = 0.05
    """That share for each so many nodes."""
    count_snapshot_s: float = 3.0
    """Seconds until its bound is first told; then at twice that, and so on."""
    count_plan_gap: float = 1e-4
    """Or a share of the run's gap: a plan of fixed counts is then good enough."""
    count_gap_share: float = 0.25
    """That share."""


EFFORT = Effort()
"""What every run spends."""
