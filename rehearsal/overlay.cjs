// Loaded into ofn's process, and into those that it starts: files that the rehearsal changes (more accounts,
// other regions) are read from elsewhere, so that the user's own files stay as
// they are and nothing is written beside them.
const fs = require('node:fs');
const { syncBuiltinESMExports } = require('node:module');
const path = require('node:path');

const overlay = new Map(Object.entries(JSON.parse(process.env.OFN_AUDIT_OVERLAY || '{}')));
const { readFileSync } = fs;

fs.readFileSync = (file, ...rest) => {
  const other = typeof file === 'string' ? overlay.get(path.resolve(file)) : undefined;
  return readFileSync.call(fs, other ?? file, ...rest);
};
// What imports it by its name reads the same.
syncBuiltinESMExports();
