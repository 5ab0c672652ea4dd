// Compiles Python sources with pyodide's own Python: node compile.mjs PYODIDE IN OUT
// IN and OUT are one stream of files: a line of JSON ([name, size] each), then their bytes. A name is what tracebacks show.
import { readFileSync, writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, masuk, keluar] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`).href);
const py = await loadPyodide({ env: { PYTHONHASHSEED: "0" }, stdout: () => {}, stderr: (baris) => console.error(baris) });
try {
  py.FS.writeFile("/masuk", readFileSync(masuk));
  py.runPython(`
import ast, importlib.util, json, marshal

def undocumented(source, name):
    """Return a module's tree without its docstrings: a fifth of its bytes, and nobody reads them in the page.
    A class keeps a short one, for dataclasses writes a long one where there is none."""
    tree = ast.parse(source, name)
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            if isinstance(node, ast.ClassDef):
                first.value = ast.copy_location(ast.Constant("."), first.value)
            elif len(node.body) > 1 or isinstance(node, ast.Module):
                del node.body[0]
            else:
                node.body[0] = ast.copy_location(ast.Pass(), first)
    return tree

def lineless(code):
    """Return code without its table of lines: a tenth of its bytes, read by tracebacks only, which the page never shows."""
    inner = tuple(lineless(one) if hasattr(one, "co_linetable") else one for one in code.co_consts)
    return code.replace(co_linetable=b"", co_consts=inner)

whole = open("/masuk", "rb").read()
head, _, _ = whole.partition(b"\\n")
at = len(head) + 1
listed, done = [], []
for name, size in json.loads(head):
    source = whole[at : at + size]
    at += size
    code = compile(undocumented(source, name), name, "exec", dont_inherit=True, optimize=0)
    code = lineless(code)
    made = importlib.util.MAGIC_NUMBER + bytes([1, 0, 0, 0]) + importlib.util.source_hash(source) + marshal.dumps(code)
    listed.append([name, len(made)])
    done.append(made)
open("/keluar", "wb").write(json.dumps(listed).encode() + b"\\n" + b"".join(done))
`);
  writeFileSync(keluar, py.FS.readFile("/keluar"));
} catch (sebab) {
  console.error(sebab.message); // without its stack, which holds a line of the whole engine
  process.exit(1);
}
process.exit(0);
