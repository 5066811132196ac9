// Jest runs the same TypeScript that Node runs: types are stripped, nothing else is rewritten.
const { stripTypeScriptTypes } = require('node:module');
const { createHash } = require('node:crypto');

module.exports = {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
  getCacheKey: (source, file, options) =>
    createHash('sha1')
      .update(process.version + file + source + options.configString)
      .digest('hex'),
};
