declare module 'autocannon' {
	export interface Result {
		readonly latency: { readonly p50: number; readonly p99: number };
		readonly requests: { readonly average: number };
		readonly non2xx: number;
		readonly errors: number;
	}
	export default function autocannon(options: {
		url: string;
		connections: number;
		duration: number;
		headers?: Record<string, string>;
	}): Promise<Result>;
}
