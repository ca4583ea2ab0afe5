/** Mode of a file that only this user may read and write. */
export const PRIVATE_FILE = 0o600;
/** Mode of a folder that only this user may look into. */
export const PRIVATE_FOLDER = 0o700;
