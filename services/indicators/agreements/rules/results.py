"""Why a value counts for a KPI in the agreement's own year; how it stands to the target is for `achievement`."""

# A joint indicator stands for the area, or a resolution settled what both disputed.
OWN, SIDE_OF_RECORD, SETTLED = "own", "side_of_record", "settled"
