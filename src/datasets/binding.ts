import type { CodeList } from '#codes/define.ts';
import type { DimensionId } from './dimensions.ts';

/** Where a source's rows carry a dimension. */
export type Binding<K extends string = string> =
	| { readonly by: 'filer' }
	| { readonly by: 'filerKind' }
	| { readonly by: 'column'; readonly column: K }
	/** The kind of the institution the column names. */
	| { readonly by: 'kindOf'; readonly column: K }
	| { readonly by: 'prefix'; readonly column: K; readonly length: number }
	/** A code and all codes above it in its list. */
	| { readonly by: 'tree'; readonly column: K; readonly list: CodeList }
	/** Each code of a column that holds several; of a longer code its first `length` characters. */
	| { readonly by: 'codes'; readonly column: K }
	| { readonly by: 'term'; readonly from: K; readonly to: K }
	/** The labels the enterprise holds on the month's last day. */
	| { readonly by: 'labels'; readonly column: K }
	/** What the roster says of the enterprise; for one not on it, the row's own column. */
	| {
			readonly by: 'roster';
			readonly column: K;
			readonly take: 'district' | 'size' | 'ownership';
			readonly otherwise?: K;
			readonly list: CodeList;
	  };
export type Bindings<K extends string = string> = Readonly<Partial<Record<DimensionId, Binding<K>>>>;
