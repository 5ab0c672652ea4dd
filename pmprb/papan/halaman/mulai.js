// @ts-check
// The page as `pmprb papan` serves it: its engine is the local server.

import { tampilkan } from "./app.js";
import { buka } from "./mesin-server.js";

tampilkan(buka);
