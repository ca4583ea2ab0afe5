import helmet from 'helmet';

const NONE = ["'none'"];
const SELF = ["'self'"];

/**
 * Middleware for the pages: nothing comes from another host, no script or style stands in the
 * document, and no text becomes one. The microphone is for the phone in the browser.
 */
export const pagePolicy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    defaultSrc: NONE,
    scriptSrc: SELF,
    styleSrc: SELF,
    imgSrc: [...SELF, 'data:'],
    mediaSrc: [...SELF, 'blob:'],
    fontSrc: SELF,
    workerSrc: SELF,
    connectSrc: SELF,
    formAction: SELF,
    baseUri: NONE,
    frameAncestors: NONE,
    requireTrustedTypesFor: ["'script'"],
  },
});
