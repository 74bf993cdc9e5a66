import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

export interface Assets {
  style: string;
  script: string;
  /** What the page may do: run this script and use this style, and nothing else. */
  policy: string;
}

/** Bundles what runs in the browser: `browser/main.ts`. */
export function assets(): Assets {
  // As the browser reads it: a hash of other line ends would forbid the style.
  const style = readFileSync(new URL('style.css', import.meta.url), 'utf8').replaceAll(
    '\r\n',
    '\n',
  );
  const script = bundle();
  const policy = [
    "default-src 'none'",
    `style-src ${hash(style)}`,
    `script-src ${hash(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return { style, script, policy };
}

/** esbuild writes `</script` as `<\/script`, so that the script can't end early. */
function bundle(): string {
  const built = buildSync({
    entryPoints: [fileURLToPath(new URL('browser/main.ts', import.meta.url))],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    charset: 'ascii',
    minify: true,
    legalComments: 'none',
    tsconfigRaw: '{}',
  });
  return built.outputFiles[0]?.text ?? '';
}

/** @see https://www.w3.org/TR/CSP3/#framework-directive-source-list */
function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
