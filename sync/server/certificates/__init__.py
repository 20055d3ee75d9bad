"""Who gets it in writing, how much time they gave and what they made? Certificates on paper, and a page that confirms their figures."""
