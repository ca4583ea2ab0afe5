import type { Recordings } from '../recorded-speech.js';

/** The recordings beside this file; the build puts their addresses in. */
export const RECORDINGS: Recordings = {};
