declare module 'oidc-provider' {
	import type { Server } from 'node:http';

	interface Account {
		readonly accountId: string;
		claims(): Record<string, string>;
	}
	/** A certified OpenID Connect provider, as far as the tests use it. */
	export default class Provider {
		constructor(
			issuer: string,
			configuration: {
				clients: readonly Record<string, unknown>[];
				findAccount: (context: unknown, id: string) => Account;
				[other: string]: unknown;
			}
		);
		listen(port: number, host: string): Server;
	}
}
