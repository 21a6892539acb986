/** Version of this package; written by `npm run generate`. */
export const VERSION = "0.1.0";
