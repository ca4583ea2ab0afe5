/**
 * The thread of the embedded database: it has the file open and runs one request after the other,
 * so that neither the disk nor a locked file holds up the event loop of calls. A request
 * `{ kind, sql, parameters }` gives one answer, `{ columns, rows, changes }` or
 * `{ error: { message, code } }`, in the order of the requests. Plain JavaScript, so that Node
 * starts it as it is from the sources and from the build.
 *
 * `workerData`: `{ file, settings }`, the settings being pragmas of each connection.
 */
import { constants, getPriority, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'libsql';
import { LRUCache } from 'lru-cache';

/** Gives a thread a third of the weight of one that has not been lowered. */
const LOWER = 5;

// Where the thread of the calls has the same core, each request would interrupt it at once. On Linux
// a priority is the thread's own, elsewhere the whole process's.
if (process.platform === 'linux') {
  try {
    setPriority(Math.min(constants.priority.PRIORITY_LOW, getPriority() + LOWER));
  } catch {
    // A sandbox may forbid it.
  }
}

/** More than the product has, without those of lists of different lengths. */
const MAX_STATEMENTS = 256;

/** @type {import('libsql').Database | null} */
let database = null;
/** @type {LRUCache<string, import('libsql').Statement>} */
const statements = new LRUCache({ max: MAX_STATEMENTS });

function opened() {
  if (database !== null) return database;
  let connection = null;
  try {
    connection = new Database(workerData.file);
    for (const setting of workerData.settings) connection.exec(`pragma ${setting}`);
  } catch (error) {
    connection?.close();
    throw error.code ? error : Object.assign(error, { code: 'SQLITE_CANTOPEN' });
  }
  database = connection;
  return connection;
}

function close() {
  statements.clear();
  database?.close();
  database = null;
}

function prepared(sql) {
  let statement = statements.get(sql);
  if (statement === undefined) {
    statement = opened().prepare(sql);
    statements.set(sql, statement);
  }
  return statement;
}

function run({ sql, parameters }) {
  const statement = prepared(sql);
  if (!statement.reader) {
    return { columns: [], rows: [], changes: statement.run(parameters).changes };
  }
  const rows = statement.raw(true).all(parameters);
  return { columns: statement.columns().map(({ name }) => name), rows, changes: 0 };
}

function exec(sql) {
  opened().exec(sql);
  return { columns: [], rows: [], changes: 0 };
}

function rollBack() {
  return opened().inTransaction ? exec('rollback') : { columns: [], rows: [], changes: 0 };
}

function read(request) {
  try {
    return run(request);
  } catch (error) {
    // Such a statement stays active inside libsql, and then no transaction can commit.
    if (String(error.code).startsWith('SQLITE_BUSY')) close();
    throw error;
  }
}

function write(request) {
  exec('begin immediate');
  try {
    const result = run(request);
    exec('commit');
    return result;
  } catch (error) {
    rollBack();
    throw error;
  }
}

/** A full disk, say, makes SQLite roll back by itself; what follows may not be written alone. */
function runInside(request) {
  if (opened().inTransaction) return run(request);
  throw Object.assign(new Error('the transaction is over'), { code: 'SQLITE_ABORT' });
}

function answer(request) {
  switch (request.kind) {
    case 'read':
      return read(request);
    case 'write':
      return write(request);
    case 'run':
      return runInside(request);
    case 'begin':
      return exec('begin immediate');
    case 'commit':
      return exec('commit');
    default:
      return rollBack();
  }
}

parentPort.on('message', (request) => {
  if (request.kind === 'close') {
    close();
    parentPort.close();
    return;
  }
  try {
    parentPort.postMessage(answer(request));
  } catch (error) {
    const { message, code = 'SQLITE_ERROR' } = error;
    parentPort.postMessage({ error: { message, code } });
  }
});
