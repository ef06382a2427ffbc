/**
 * The modules of a folder of declarations, for plain Node. Under Vite the folder's own `import.meta.glob`
 * does the same, so a new file is known to both without being listed anywhere.
 */
export async function modulesIn(folder: string): Promise<Record<string, unknown>> {
	const { readdirSync } = await import('node:fs');
	const { fileURLToPath } = await import('node:url');
	const base = new URL('.', folder);
	const names = readdirSync(fileURLToPath(base), { recursive: true, encoding: 'utf8' })
		.filter((name) => name.endsWith('.ts') && !/(^|[\\/])(index|define)\.ts$/.test(name))
		.map((name) => name.replaceAll('\\', '/'))
		.sort();
	return Object.fromEntries(
		await Promise.all(names.map(async (name) => [`./${name}`, await import(new URL(name, base).href)]))
	);
}

/** The default exports of a folder by id; throws if a file's id is not its name. */
export function byId<T extends { readonly id: string }>(
	modules: Record<string, unknown>
): ReadonlyMap<string, T> {
	const found = new Map<string, T>();
	for (const [path, module] of Object.entries(modules)) {
		const declared = (module as { default?: T }).default;
		if (!declared) throw new TypeError(`no default export: ${path}`);
		const name = path.slice(path.lastIndexOf('/') + 1, -'.ts'.length);
		if (declared.id !== name) throw new TypeError(`id ${declared.id} is not its file name: ${path}`);
		if (found.has(name)) throw new TypeError(`declared twice: ${name}`);
		found.set(name, declared);
	}
	return found;
}
