/** The part of a Google discovery document that is read: its schemas, in a dialect of JSON Schema draft 3. */
export interface Discovery {
  readonly name: string;
  readonly version: string;
  readonly revision: string;
  readonly schemas: Readonly<Record<string, DiscoverySchema>>;
}

export interface DiscoverySchema {
  readonly deprecated?: boolean;
  readonly properties?: Readonly<Record<string, DiscoveryField>>;
}

export interface DiscoveryField {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly enumDeprecated?: readonly boolean[];
  readonly items?: DiscoveryField;
  readonly additionalProperties?: DiscoveryField;
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
}

/** The messages that can be reached from one, itself included. */
export function reachable({ schemas }: Discovery, root: string): string[] {
  const found = new Set<string>();
  const walk = (name: string): void => {
    const schema = schemas[name];
    if (schema === undefined) throw new Error(`The message ${name} is named and not there.`);
    if (found.has(name)) return;
    found.add(name);
    for (const field of Object.values(schema.properties ?? {}))
      for (const part of [field, field.items, field.additionalProperties])
        if (part?.$ref !== undefined) walk(part.$ref);
  };
  walk(root);
  return [...found].sort();
}
