/** The product's version, put in by the build. */
declare const VERSION: string;

declare module '*.css';

/** Mu-law at 8 kHz; the build gives its address. */
declare module '*.ulaw' {
  const address: string;
  export default address;
}
