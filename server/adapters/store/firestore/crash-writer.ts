// A process that dies when it has read a document and is about to write it. The tests of the store start it, with the place as JSON
// and the document's path.
import { connect } from './connect.ts';
import type { Place } from './connect.ts';
import { createWriter } from './writer.ts';

const [place = '', path = ''] = process.argv.slice(2);
// Our own test wrote it.
const { db } = await connect(JSON.parse(place) as Place);
await createWriter(db).run({
  changes: [path],
  run(documents) {
    documents.put(path, { data: { by: 'the dead' } });
    process.kill(process.pid, 'SIGKILL');
    return { keep: true, answer: undefined };
  },
});
