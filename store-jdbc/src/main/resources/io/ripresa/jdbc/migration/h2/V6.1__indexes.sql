create index ripresa_gate_warned on ripresa_gate (warned, gate);
