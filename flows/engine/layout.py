"""What stands in which column of the tables that the compiled kernels read, told without the compiler."""

BLOCK = 32
"""Rows of a block, and blocks of a group."""

CLOSED = -1.0
"""What a gate says that lets nothing through."""

# columns of a listing, of a route and of the measure: as in ``flows.engine.columns``
ID = 0
ORGANISATION = 1
MATERIAL = 2
TONNES = 3
RECURRING = 4
TAKEN_ONCE = 5
START = 6
END = 7
CONTAMINATION = 8
MOISTURE = 9
FORM = 10
CLASSES = 11
LON = 12
LAT = 13
COS_LAT = 14
BALL = 15  # and the two after it: the place on a ball of radius 1
MAX_KM = 18
LISTING = 19

OFFERED = 0
WANTED = 1
ORDER = 2
STEPS = 3
CLOSENESS = 4
LADDER = 5
SHARE = 6
LIMIT_YEAR = 7
LIMIT_ONCE = 8
FIRST_LON = 9
FIRST_LAT = 10
FIRST_COS = 11
FIRST_BALL = 12
LAST_LON = 15
LAST_LAT = 16
LAST_COS = 17
LAST_BALL = 18
BETWEEN_ONE = 21
BETWEEN_TWO = 22
ROUTE = 23

SCALE_KM, DETOUR = 12, 13
MEASURE = 14

# columns of the bounds of a block
X_LOW, X_HIGH, Y_LOW, Y_HIGH, Z_LOW, Z_HIGH = 0, 1, 2, 3, 4, 5
NO_PLACE, EARLIEST, LATEST, SHORTEST, NO_TIME = 6, 7, 8, 9, 10
LEAST, MOST, NO_TONNES, YEARLY, LOTS = 11, 12, 13, 14, 15
REACH, FIRST_ID, OWNER = 16, 17, 18
BOUNDS = 19

FIELDS = 11
"""Fields of a block that are glanced at."""

PARTS = 6
KEPT = 7
"""What is kept of a find: its parts and its score."""

DEEP = 128
"""Stretches that wait to be cut at most, far more than halving leaves of any number of rows."""
