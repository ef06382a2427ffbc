import type { Asker } from '#lib/server/access/asker.ts';

declare global {
	namespace App {
		interface Locals {
			/** Who is signed in; `null` on the few public pages. */
			asker: Asker | null;
			/** Named in logs and on error pages. */
			request: string;
		}
		interface Error {
			message: string;
			/** The id under which the fault was logged. */
			id?: string;
		}
	}
}
