"""The benchmarks, one module each. May import: the standard library and the packages that each module names."""
