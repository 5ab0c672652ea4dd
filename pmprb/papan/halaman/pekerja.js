// @ts-check
// The worker of the one file: pyodide and pmprb in it, HiGHS beside it. It is told what to do by `mesin-wasm.js`.
// Before it stands one line of the builder's: `self.KUNCI_PYODIDE`, what pyodide asks its list of packages to be made for.
// Nothing here can reach a network: `fetch` answers two addresses of our own, from bytes that came with the page.

/**
 * @typedef {{[nama: string]: Blob}} Bagian  parts of the page, each gzipped
 * @typedef {{jenis: "mulai", bagian: Bagian} | {jenis: "taruh", no: number, ruang: string, nama: string, isi: Blob | Uint8Array} |
 *   {jenis: "buang", no: number, ruang: string} | {jenis: "kerja", no: number, nama: string, permintaan: string}} Pesan
 */

const diri = /** @type {any} */ (self);
const PUSTAKA = "https://pmprb.invalid/";

/** @param {Blob} bagian */
const terurai = (bagian) => new Response(bagian.stream().pipeThrough(new DecompressionStream("gzip")));

/** @type {any} */
let py = null;
/** @type {any} */
let mesin = null;
/** @type {Promise<void>} */
let pemecah = Promise.resolve();

/** @param {string} pesan @param {number} bagian */
const lapor = (pesan, bagian) => diri.postMessage({ jenis: "lapor", pesan, bagian });

/** @param {Bagian} bagian */
async function mulai(bagian) {
  const alamat = { wasm: `${PUSTAKA}pyodide.asm.wasm`, pustaka: `${PUSTAKA}python_stdlib.zip` };
  diri.fetch = async (/** @type {any} */ tujuan) => {
    const url = String(tujuan?.url ?? tujuan);
    if (url === alamat.wasm) {
      return new Response(bagian.wasm.stream().pipeThrough(new DecompressionStream("gzip")), {
        headers: { "content-type": "application/wasm" },
      });
    }
    if (url === alamat.pustaka) return terurai(bagian.pustaka);
    throw new TypeError("tidak ada jaringan");
  };
  for (const nama of ["XMLHttpRequest", "WebSocket", "EventSource", "WebTransport", "importScripts"]) {
    try {
      Object.defineProperty(diri, nama, { value: undefined });
    } catch {
      diri[nama] = undefined;
    }
  }
  lapor("Membuka mesin", 0.1);
  const [{ loadPyodide }, { default: createPyodideModule }] = await Promise.all([modul(bagian.pyodide), modul(bagian.asm)]);
  py = await loadPyodide({
    indexURL: PUSTAKA,
    stdLibURL: alamat.pustaka,
    packageBaseUrl: PUSTAKA,
    lockFileContents: { info: diri.KUNCI_PYODIDE, packages: {} },
    createPyodideModule,
    enableRunUntilComplete: false,
    stdout: (/** @type {string} */ baris) => console.debug(baris),
    stderr: (/** @type {string} */ baris) => console.debug(baris),
  });
  lapor("Menata pustaka", 0.6);
  tata(new Uint8Array(await terurai(bagian.pohon).arrayBuffer()));
  mesin = py.runPython("import sys; sys.path.insert(0, '/pmprb'); from pmprb.papan import in_browser; in_browser");
  lapor("Siap", 1);
  pemecah = siapkanPemecah(bagian.highs, bagian.highsWasm);
  pemecah.catch((galat) => console.warn(`HiGHS: ${galat?.message ?? galat}`));
}

/** Return a module whose text is a part of the page. @param {Blob} bagian */
async function modul(bagian) {
  const url = URL.createObjectURL(new Blob([await terurai(bagian).blob()], { type: "text/javascript" }));
  try {
    return await import(url);
  } finally {
    URL.revokeObjectURL(url);
  }
}

/** Put the tree of files in its place: a line of JSON ([path, size] each), then their bytes. @param {Uint8Array} isi */
function tata(isi) {
  const akhir = isi.indexOf(10);
  const folder = new Set();
  let mulai = akhir + 1;
  for (const [jalur, ukuran] of JSON.parse(new TextDecoder().decode(isi.subarray(0, akhir)))) {
    const garis = jalur.lastIndexOf("/");
    const induk = `/pmprb/${jalur.slice(0, Math.max(garis, 0))}`;
    if (!folder.has(induk)) {
      folder.add(induk);
      py.FS.mkdirTree(induk);
    }
    py.FS.writeFile(`/pmprb/${jalur}`, isi.subarray(mulai, mulai + ukuran));
    mulai += ukuran;
  }
}

/** @param {Blob} kode @param {Blob} wasm */
async function siapkanPemecah(kode, wasm) {
  const { default: Highs } = await modul(kode);
  const isi = await terurai(wasm).arrayBuffer();
  // Left to itself it looks for its bytes beside the address of its module, which a blob does not have.
  const highs = await Highs({
    instantiateWasm: (/** @type {any} */ impor, /** @type {(instance: WebAssembly.Instance) => void} */ terima) => {
      WebAssembly.instantiate(isi, impor).then(({ instance }) => terima(instance));
    },
  });
  mesin.solve_with((/** @type {string} */ program) => pecahkan(highs, JSON.parse(program)));
}

/**
 * Solve a program (`pmprb.insight.path.highs.Program`) and return the solution as JSON.
 * @param {any} highs @param {any} p
 */
function pecahkan(highs, p) {
  const k = highs.constants;
  const model = highs.createModel();
  try {
    for (const [nama, nilai] of Object.entries(p.options)) if (nama !== "threads") model.options.set(nama, nilai);
    const kolom = p.costs.length;
    model.passModel({
      numCols: kolom,
      numRows: p.lower.length,
      sense: p.maximise ? k.objectiveSense.maximize : k.objectiveSense.minimize,
      colCost: p.costs,
      colLower: new Array(kolom).fill(0),
      colUpper: new Array(kolom).fill(1),
      rowLower: p.lower.map((/** @type {number | null} */ batas) => batas ?? -Infinity),
      rowUpper: p.upper.map((/** @type {number | null} */ batas) => batas ?? Infinity),
      matrix: { format: "csr", numRows: p.lower.length, numCols: kolom, starts: p.starts, indices: p.index, values: p.values },
      integrality: p.integer.map((/** @type {boolean} */ bulat) => (bulat ? k.variableType.integer : k.variableType.continuous)),
    });
    model.run();
    const keadaan = model.getModelStatus();
    const s = k.modelStatus;
    if (keadaan === s.infeasible || keadaan === s.unboundedOrInfeasible) return tertulis("infeasible", [], null);
    if (keadaan === s.empty) return tertulis("optimal", [], 0);
    const layak = model.info.get("primal_solution_status") === k.solutionStatus.feasible;
    const nilai = layak ? Array.from(model.getSolution().colValue) : [];
    return tertulis(keadaan === s.optimal ? "optimal" : "stopped", nilai, model.info.get("mip_dual_bound"));
  } finally {
    model.dispose();
  }
}

/** @param {string} status @param {number[]} values @param {number | null} bound */
const tertulis = (status, values, bound) =>
  JSON.stringify({ status, values, bound: Number.isFinite(bound) ? bound : null });

/** Do what is asked; the answer has the number of the question. @param {Exclude<Pesan, {jenis: "mulai"}>} pesan */
async function kerjakan(pesan) {
  if (pesan.jenis === "taruh") {
    const isi = pesan.isi instanceof Blob ? new Uint8Array(await pesan.isi.arrayBuffer()) : pesan.isi;
    mesin.put(pesan.ruang, pesan.nama, isi);
    return {};
  }
  if (pesan.jenis === "buang") {
    mesin.clear(pesan.ruang);
    return {};
  }
  await pemecah.catch(() => {});
  const maju = (/** @type {string} */ teks, /** @type {number} */ selesai, /** @type {number} */ semua) =>
    diri.postMessage({ jenis: "maju", no: pesan.no, teks, selesai, semua });
  const jawaban = mesin.work(pesan.nama, pesan.permintaan, maju);
  try {
    const [jawab, berkas] = jawaban.toJs({ create_pyproxies: false });
    return { jawab, berkas: berkas.map((/** @type {[string, Uint8Array]} */ [nama, isi]) => ({ nama, isi: new Blob([/** @type {any} */ (isi)]) })) };
  } finally {
    jawaban.destroy();
  }
}

diri.onmessage = async (/** @type {MessageEvent<Pesan>} */ { data: pesan }) => {
  try {
    if (pesan.jenis === "mulai") {
      await mulai(pesan.bagian);
      diri.postMessage({ jenis: "siap" });
    } else diri.postMessage({ jenis: "jawab", no: pesan.no, ...(await kerjakan(pesan)) });
  } catch (galat) {
    // Never the stack: it holds a line of the whole engine. Whatever is thrown here is no answer of a job, which are
    // all answers of `in_browser.work`: the engine itself has stumbled, and is begun anew.
    const sebab = /** @type {any} */ (galat);
    diri.postMessage({ jenis: "mati", no: "no" in pesan ? pesan.no : 0, sebab: `${sebab?.type ?? sebab?.name ?? ""}: ${sebab?.message ?? sebab}`.slice(0, 500) });
  }
};
