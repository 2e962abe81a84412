"""What the reports say that servers write to the owner of a domain: aggregate reports and failure reports of DMARC."""
