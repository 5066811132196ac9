/** Style sheets that come with a file of code. */
declare module '*.css';
