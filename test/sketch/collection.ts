/** Keyed collections of a sketch, and the last step of writing a raw document. */

/** Fields laid over a rendered document; a field set to undefined is taken away from it. */
export type RawFields = Record<string, unknown>;

export type Tags = Record<string, string>;

/** Adds an entry under its id and returns it. Throws when the id is taken. */
export function put<T extends { readonly id: string }>(collection: Map<string, T>, entry: T): T {
  if (collection.has(entry.id)) throw new Error(`${entry.id} is already in the sketch`);
  collection.set(entry.id, entry);
  return entry;
}

/** The entry of that id. Throws when there is none, and names those that are there. */
export function take<T>(collection: ReadonlyMap<string, T>, id: string): T {
  const entry = collection.get(id);
  if (entry === undefined)
    throw new Error(`${id} is not in the sketch; it has ${[...collection.keys()].slice(0, 40).join(', ') || 'nothing'}`);
  return entry;
}

/** A raw document: the fields that have a value, then those of `raw` laid over them. */
export function rendered(fields: RawFields, raw: RawFields = {}): RawFields {
  const document: RawFields = {};
  for (const [key, value] of Object.entries({ ...fields, ...raw })) if (value !== undefined) document[key] = value;
  return document;
}

/** Tags as EC2 prints them, the name first. */
export function tagList(name: string | undefined, tags: Tags = {}): RawFields[] {
  const all = name === undefined ? tags : { Name: name, ...tags };
  return Object.entries(all).map(([Key, Value]) => ({ Key, Value }));
}

/** Every entry has an id (any readable string), an optional Name tag and tags, and `raw` fields that win over what is rendered. */
export interface Entry {
  readonly id: string;
  name?: string;
  tags?: Tags;
  raw?: RawFields;
}
