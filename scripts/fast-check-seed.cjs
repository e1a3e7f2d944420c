const fc = require('fast-check');

/** Properties are asked the same questions in every run of the tests; `npm run fuzz` asks others (`FUZZ_SEED`, else by chance). */
const { FUZZ_RUNS, FUZZ_SEED } = process.env;
const seed = FUZZ_SEED ? Number(FUZZ_SEED) : FUZZ_RUNS ? undefined : 20261127;
fc.configureGlobal({ ...fc.readConfigureGlobal(), ...(seed === undefined ? {} : { seed }) });
