"""What the client selects of every event: (name in its output, type that defines it, browse path, attribute).
The condition's own node id is the NodeId attribute of ConditionType with an empty path (OPC 10000-9, 5.5.2.13)."""

BASE, CONDITION, ACKNOWLEDGEABLE, ALARM, LIMIT = "i=2041", "i=2782", "i=2881", "i=2915", "i=9341"
NODE_ID, VALUE = 1, 13

EVENT_FIELDS = (
    [("ConditionId", CONDITION, [], NODE_ID)]
    + [(name, BASE, [name], VALUE) for name in "EventId EventType SourceNode SourceName Time ReceiveTime Message Severity".split()]
    + [(name, CONDITION, [name], VALUE) for name in "ConditionName BranchId Retain Quality LastSeverity Comment ClientUserId".split()]
    + [("Enabled", CONDITION, ["EnabledState", "Id"], VALUE)]
    + [("Acked", ACKNOWLEDGEABLE, ["AckedState", "Id"], VALUE), ("Confirmed", ACKNOWLEDGEABLE, ["ConfirmedState", "Id"], VALUE)]
    + [(name, ALARM, [name + "State", "Id"], VALUE) for name in "Active Suppressed OutOfService Silence Latched".split()]
    + [("ActiveText", ALARM, ["ActiveState"], VALUE), ("Shelving", ALARM, ["ShelvingState", "CurrentState"], VALUE)]
    + [("SuppressedOrShelved", ALARM, ["SuppressedOrShelved"], VALUE), ("LimitState", LIMIT, ["LimitState", "CurrentState"], VALUE)]
)
