//! Progress methods through plan file, table, command and JSON.
