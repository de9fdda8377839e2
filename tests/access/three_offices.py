"""Three areas and three offices, the first of which always stands: small enough to reckon by hand."""

import pandas as pd

AREAS = ["a", "b", "c"]
TIMES = pd.DataFrame(
    {"s1": [5.0, 25.0, 40.0], "s2": [30.0, 5.0, 35.0], "s3": [20.0, 15.0, 10.0]}, index=AREAS
)
SITES = pd.DataFrame(
    {"status": ["must_stay", "candidate", "candidate"], "lon": [18.0, 18.1, 18.2], "lat": 59.3},
    index=["s1", "s2", "s3"],
)
KINDS = pd.Series({"a": "town", "b": "country", "c": "country"}, name="kind")
