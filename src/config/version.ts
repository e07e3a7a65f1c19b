/** The version of this program, written into stored traces and the OpenAPI document; a test holds it equal to package.json. */
export const VERSION = '0.1.0';
