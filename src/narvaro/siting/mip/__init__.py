"""What HiGHS is asked: the radius form of what is left, whether the limits can be met, and a proof where not."""
