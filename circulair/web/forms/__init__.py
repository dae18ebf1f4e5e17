"""Forms, one module per blueprint: local numbers and codes become values, faults become words beside a field."""
