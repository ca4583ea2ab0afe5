import type { PageFiles } from './page-assets.js';

/** What a page's document is made of. */
export interface PageDocument {
  readonly title: string;
  readonly files: PageFiles;
  /** Plain values that the page's script reads from `<html data-…>`. */
  readonly data?: Readonly<Record<string, string>>;
}

/** An icon that needs no file: a plate, in the accent's colour. */
const ICON =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><circle cx="16" cy="16" r="15" fill="#0b6e4f"/>' +
      '<circle cx="16" cy="16" r="8" fill="none" stroke="#fff" stroke-width="3"/></svg>',
  );

/** The document of a page: an empty body that its script fills. Has no inline script or style. */
export function pageDocument({ title, files, data = {} }: PageDocument): string {
  const worklet = files.worklet === undefined ? {} : { worklet: `/assets/${files.worklet}` };
  const attributes = Object.entries({ ...worklet, ...data }).map(
    ([name, value]) => ` data-${name}="${escaped(value)}"`,
  );
  const styles = files.styles.map((file) => `<link rel="stylesheet" href="/assets/${file}">`);
  const scripts = files.scripts.map(
    (file) => `<script type="module" src="/assets/${file}"></script>`,
  );
  return `<!doctype html>
<html lang="en"${attributes.join('')}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<link rel="icon" href="${ICON}">
${[...styles, ...scripts].join('\n')}
</head>
<body>
<noscript>This page needs JavaScript.</noscript>
</body>
</html>
`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
