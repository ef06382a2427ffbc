/** Roles of this product; rights follow from them and from the institution or unit. */
export type Role = 'analyst' | 'unit' | 'institution' | 'leader' | 'administrator';

/** Who is asking. Every query function takes one and answers only what they may see. */
export interface Asker {
	/** `null` for the console and the program itself. */
	readonly user: number | null;
	readonly name: string;
	readonly role: Role;
	/** An institution's people see only its rows. */
	readonly institution: string | null;
	readonly unit: string | null;
}

/** The operator at the console: whoever can read the data folder may do what an analyst may. */
export const consoleAsker: Asker = {
	user: null,
	name: '控制台',
	role: 'analyst',
	institution: null,
	unit: null
};
