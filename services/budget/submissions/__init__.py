"""Budget submissions: the ordered list of requests of an area for a fiscal year and round, as an object of its own.

What is done to the requests in it is the business of `requests`, which stands above.
"""
