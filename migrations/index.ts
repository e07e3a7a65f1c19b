/** Every migration in the order of its making. A list rather than a pattern of file names works from TypeScript and compiled alike. */
import { CreateSnapshotsAndTraces1763640000000 } from './1763640000000-create-snapshots-and-traces.js';

export const migrations = [CreateSnapshotsAndTraces1763640000000];
