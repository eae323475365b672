"""目标调整: a unit asks to change what was approved, department and finance review it, a new version is approved."""
