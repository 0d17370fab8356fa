pipeline('plan') { stages { println 'a verb' } }
pipeline('My Pipeline') { stages { println 'a bad name' } }
pipeline('twice') { flag 'x', ''; option 'x', ''; stages { println 'x' } }
pipeline('twice') { stages { println 'x' } }
