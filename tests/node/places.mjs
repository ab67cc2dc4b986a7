// What @gouvfr-anct/lieux-de-mediation-numerique says of places: node places.mjs < places.json
// Reads a JSON list of rows of the national file, cells by column, without the empty ones; prints a JSON list of what the
// library makes of each: {row}, written back by the library, or {key, message}, the field it refuses and why.
import { readFileSync } from "node:fs";
import {
  fromSchemaLieuDeMediationNumerique,
  toSchemaLieuMediationNumerique,
} from "@gouvfr-anct/lieux-de-mediation-numerique";

const read = (row) => {
  try {
    return { row: toSchemaLieuMediationNumerique(fromSchemaLieuDeMediationNumerique(row)) };
  } catch (error) {
    return { key: error.key ?? "", message: error.message };
  }
};

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(read)));
