"""One module for each form of each table that inspector reads. A form is chosen by the columns that it needs."""
