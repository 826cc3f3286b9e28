-- How much there is: each type is a view, with a column for each field.
.separator "\t"
SELECT 'practice', count(*) FROM practice;
SELECT 'city', count(*) FROM city;
SELECT 'theme', count(*) FROM theme;
SELECT 'transfer', count(*) FROM transfer;
SELECT 'source', count(*) FROM source;
SELECT 'links', count(*) FROM link;
