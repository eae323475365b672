"""公开批次: which forms are published when, seen masked and confirmed by the department, published or taken back."""
