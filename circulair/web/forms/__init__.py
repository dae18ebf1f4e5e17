"""Forms, one module per blueprint: what people type becomes values, faults become words beside a field."""
