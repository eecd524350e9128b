"""Questions of every kind in a table, a row each: CSV, TSV and XLSX, as spreadsheets read and write them."""
