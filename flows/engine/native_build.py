"""Builds the library of the compiled kernels: python -m flows.engine.native_build PATH.

``flows.engine.native`` starts it as a process of its own: the compiler stays in memory once it is loaded.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any

COUNTING = re.compile(r"^ *(tail )?call void @NRT_(incref|decref)\(.*$", re.MULTILINE)
"""Lines that count who uses an array: no array of the kernels is counted."""

LINKER = "cc"
NEVER = ("NRT_", "numba_", "Py")
"""Begin of the names of what only asks for memory or tells of failures: the kernels do neither."""


def build(path: Path) -> None:
    """Build the library at a path; whoever looks for it finds it whole or not at all."""
    if shutil.which(LINKER) is None:
        raise SystemExit(f"no linker: {LINKER}")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["NUMBA_CACHE_DIR"] = folder  # what an older kernel left behind must not get in
        given, made = Path(folder) / "kernels.o", Path(folder) / "kernels.so"
        given.write_bytes(objects())
        command = [LINKER, "-shared", "-Wl,--no-undefined", "-o", str(made), str(given), "-lm"]
        subprocess.run(command, check=True)  # noqa: S603  # our own
        path.parent.mkdir(exist_ok=True)
        whole = path.with_suffix(f".{os.getpid()}")
        whole.write_bytes(made.read_bytes())
        whole.replace(path)


def objects() -> bytes:
    """Return the code of all entries for this processor."""
    binding, kernels = import_module("llvmlite.binding"), import_module("flows.engine.kernel_entries")
    module = binding.parse_assembly("")
    for name in kernels.ENTRIES:
        made = kernels.compiled(name, cache=False)
        part = binding.parse_assembly(COUNTING.sub("", made.inspect_llvm()))
        part.get_function(made.native_name).name = name
        module.link_in(part)
    never = [
        f"define hidden void @{one} {{ call void @llvm.trap() unreachable }}"
        for one in missing(module.functions, "()")
    ]
    never += [f"@{one} = hidden global i8 0" for one in missing(module.global_variables, "")]
    module.link_in(binding.parse_assembly("\n".join(["declare void @llvm.trap()", *never])))
    machine = binding.Target.from_triple(binding.get_process_triple()).create_target_machine(
        cpu=binding.get_host_cpu_name(), features=binding.get_host_cpu_features().flatten(), opt=3,
        reloc="pic", codemodel="small",
    )  # fmt: skip
    builder = binding.create_pass_builder(machine, binding.create_pipeline_tuning_options(speed_level=3))
    builder.getModulePassManager().run(module, builder)
    code: bytes = machine.emit_object(module)
    return code


def missing(values: Iterable[Any], end: str) -> list[str]:
    """Return the names of what is never reached, and so is nowhere."""
    return [one.name + end for one in values if one.is_declaration and one.name.startswith(NEVER)]


if __name__ == "__main__":
    build(Path(sys.argv[1]))
