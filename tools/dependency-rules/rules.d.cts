/** The rules of `rules.cjs`, as far as their test looks at them. */
export declare const rules: readonly { readonly name: string; readonly comment: string }[];
export declare const placedPackages: readonly string[];
