/** What is wrong with an import of a file of the project; null when it is allowed. */
export function faultOf(file: string, specifier: string): string | null;
