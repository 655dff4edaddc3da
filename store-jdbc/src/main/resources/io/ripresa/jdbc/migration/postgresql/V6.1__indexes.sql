create index ripresa_gate_warned on ripresa_gate (gate) where warned;
