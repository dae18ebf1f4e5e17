"""A stretch of a run of figures as a table, compiled: without the copy or the check that a reshape may make."""

import numba
from numba import types
from numba.extending import intrinsic


@intrinsic
def pointer_into(_context, flat, begin):  # noqa: ARG001  # numba asks for its name
    """Return where a figure of a run lies."""

    def code(context, builder, signature, told):
        whole = context.make_array(signature.args[0])(context, builder, told[0])
        return builder.gep(whole.data, [told[1]])

    return types.CPointer(flat.dtype)(flat, types.intp), code


@numba.njit(cache=True, error_model="numpy")
def in_rows(flat, begin, rows, columns):
    """Return the figures of a run from ``begin`` on as a table."""
    return numba.carray(pointer_into(flat, begin), (rows, columns))  # type: ignore[call-arg]  # numba adds the context
