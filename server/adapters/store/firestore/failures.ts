import { codeOf, codes } from './codes.ts';
import type { Place } from './connect.ts';

/** Says in one sentence why a database cannot be used, and what to do. */
export function describeFailure(error: unknown, { projectId, databaseId = '(default)', emulatorHost }: Place): string {
  const where = `Firestore (project ${projectId}, database ${databaseId}${emulatorHost ? `, at ${emulatorHost}` : ''})`;
  const text = error instanceof Error ? error.message : String(error);
  if (/default credentials/i.test(text))
    return `${where} asks for credentials and there are none: set GOOGLE_APPLICATION_CREDENTIALS to a service account's file, or run where one is attached.`;
  switch (codeOf(error)) {
    case codes.unauthenticated:
      return `${where} does not accept the credentials: is the service account's key still valid?`;
    case codes.permissionDenied:
      return `${where} refuses this service account: give it the role "Cloud Datastore User" in that project, and see that the project's name is right.`;
    case codes.notFound:
      return `${where} does not exist: create the database in native mode, or mend FIRESTORE_PROJECT and FIRESTORE_DATABASE.`;
    case codes.preconditionFailed:
      return `${where} lacks an index: deploy server/adapters/store/firestore/firestore.indexes.json and wait until its indexes are built. (${text.slice(0, 300)})`;
    default:
      return /invalid_grant|invalid_rapt|token|credential|private key/i.test(text)
        ? `${where} does not accept the credentials: is the service account's key still valid?`
        : `${where} cannot be reached (${text.slice(0, 200)}): is the network open, and is the service up?`;
  }
}
