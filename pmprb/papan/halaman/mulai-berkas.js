// @ts-check
// Where the page in one file begins.

import { tampilkan } from "./app.js";
import { buka } from "./mesin-wasm.js";

/** @type {any} */ (globalThis).pmprbMesin = tampilkan(buka);
