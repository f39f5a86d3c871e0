/** Plain style sheets, which the bundler collects into one file beside the script. */
declare module '*.css';
